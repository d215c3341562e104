import { ok, type Route } from '../rest/router.ts';
import type { World } from '../world.ts';

/** Who the bot is, and where its gateway is. */
export function identityRoutes(world: World, gatewayUrl: () => string): Route[] {
  const gateway = () => ({
    url: gatewayUrl(),
    shards: world.gateway.shards,
    session_start_limit: {
      total: 1_000,
      remaining: world.gateway.sessionsLeft,
      reset_after: 86_400_000,
      max_concurrency: world.gateway.atOnce ?? 1,
    },
  });
  return [
    { method: 'GET', template: '/gateway', needsBot: false, handle: () => ok({ url: gatewayUrl() }) },
    { method: 'GET', template: '/gateway/bot', needsBot: true, handle: () => ok(gateway()) },
    { method: 'GET', template: '/users/@me', needsBot: true, handle: () => ok(world.bot) },
    { method: 'GET', template: '/users/@me/guilds', needsBot: true, handle: () => ok(guilds(world)) },
    { method: 'GET', template: '/applications/@me', needsBot: true, handle: () => ok(application(world)) },
    { method: 'GET', template: '/oauth2/applications/@me', needsBot: true, handle: () => ok(application(world)) },
  ];
}

function guilds({ servers, permissions }: World): object[] {
  const shown = { name: 'Loopback', icon: null, banner: null, owner: false, permissions, features: [] };
  return servers.map(([id]) => ({ id, ...shown }));
}

function application(world: World): object {
  const { applicationId, bot } = world;
  return {
    id: applicationId,
    name: bot.username,
    icon: null,
    description: '',
    summary: '',
    type: null,
    bot,
    bot_public: true,
    bot_require_code_grant: false,
    verify_key: '0'.repeat(64),
    flags: 0,
    owner: world.person('owner'),
    team: null,
    hook: true,
    approximate_guild_count: world.servers.length,
    integration_types_config: { 0: {} },
    interactions_endpoint_url: null,
    ...world.application,
  };
}
