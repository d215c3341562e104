import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { Bulletin, type Patience } from './bulletin.ts';
import { findOpenApi, type OpenApiFound } from './checks/openapi.ts';
import { Clock } from './clock.ts';
import { Commands } from './commands.ts';
import { Gateway } from './gateway/gateway.ts';
import { Interactions } from './interactions.ts';
import { Messages, type SeenMessage } from './messages.ts';
import { People } from './people/people.ts';
import type { MessageWish } from './people/sent-interaction.ts';
import { dispatchMessage, dispatchRemoval, dispatchUpdate } from './people/speech.ts';
import { DiscordProblemsError, type Problem, Problems } from './problems.ts';
import { Faults, fits, type RequestPattern } from './rest/faults.ts';
import { type Audience, Replies } from './rest/replies.ts';
import { RestServer, type SeenRequest } from './rest/server.ts';
import { channelRoutes } from './routes/channels.ts';
import { commandRoutes } from './routes/commands.ts';
import { identityRoutes } from './routes/identity.ts';
import { interactionRoutes } from './routes/interactions.ts';
import { Snowflakes } from './snowflakes.ts';
import { World } from './world.ts';

export interface DiscordOptions {
  /** How long an interaction waits to be acknowledged, on Discord's clock (default 3,000 ms). */
  readonly acknowledgeWithinMs?: number;
  /** What hello tells clients (default 41,250 ms); `gateway.heartbeatIntervalMs` changes it later. */
  readonly heartbeatIntervalMs?: number;
  /** Privileged intents the application has (default none), as a bit field. */
  readonly privilegedIntents?: number;
  /** Where Discord's OpenAPI document is; by default beside the repository, if it is there. */
  readonly openApi?: OpenApiFound;
}

/** A running loopback Discord. */
export class Discord extends People implements AsyncDisposable {
  /** The bot token it accepts. */
  readonly token: string;
  readonly world: World;
  readonly clock: Clock;
  readonly gateway: Gateway;
  readonly faults: Faults;
  readonly commands: Commands;
  /** Every message sent in a channel by the bot, ephemeral ones not. */
  readonly posted: SeenMessage[];
  readonly #states: SeenMessage[];
  /** Why bodies are not checked against Discord's OpenAPI document, if they are not. */
  readonly openApiSkipped: string | undefined;
  readonly #rest: RestServer;
  readonly #problems: Problems;
  readonly #bulletin: Bulletin;

  constructor(options: DiscordOptions = {}) {
    const clock = new Clock();
    const snowflakes = new Snowflakes(clock);
    const world = new World(snowflakes, clock);
    const problems = new Problems();
    const bulletin = new Bulletin();
    const faults = new Faults(clock);
    const token = `${Buffer.from(world.applicationId).toString('base64url')}.double.${randomBytes(20).toString('base64url')}`;
    const openApi = options.openApi ?? findOpenApi();
    const messages = new Messages(snowflakes, clock, () => origin(this.#rest));
    const commands = new Commands(snowflakes, world.applicationId);
    const interactions = new Interactions(clock, options.acknowledgeWithinMs ?? 3_000);
    const posted: SeenMessage[] = [];
    const states: SeenMessage[] = [];
    // The bot hears of its own messages too, where it listens to messages at all.
    const audience: Audience = {
      created(message) {
        posted.push(message);
        states.push(message);
        dispatchMessage(message, { world, gateway });
      },
      updated(message) {
        const n = posted.findIndex(({ id }) => id === message.id);
        if (n >= 0) posted[n] = message;
        states.push(message);
        dispatchUpdate(message, { world, gateway });
      },
      deleted: (message) => dispatchRemoval(message, { world, gateway }),
    };
    const replies = new Replies(world, messages, clock, audience);
    const routes = [
      ...identityRoutes(world, () => gateway.url),
      ...commandRoutes(world, commands),
      ...interactionRoutes(world, interactions, messages, replies, problems),
      ...channelRoutes(world, messages, audience),
    ];
    const rest = new RestServer(routes, { token, clock, faults, problems, bulletin, openApi });
    const gateway = new Gateway(rest.http, {
      token,
      world,
      clock,
      problems,
      bulletin,
      heartbeatIntervalMs: options.heartbeatIntervalMs ?? 41_250,
      privilegedIntents: options.privilegedIntents ?? 0,
    });
    super({ world, snowflakes, clock, commands, messages, interactions, gateway, bulletin, problems });
    this.token = token;
    this.world = world;
    this.clock = clock;
    this.gateway = gateway;
    this.faults = faults;
    this.commands = commands;
    this.posted = posted;
    this.#states = states;
    this.openApiSkipped = 'skipped' in openApi ? openApi.skipped : undefined;
    this.#rest = rest;
    this.#problems = problems;
    this.#bulletin = bulletin;
  }

  async listen(): Promise<void> {
    this.#rest.http.listen(0, '127.0.0.1');
    await once(this.#rest.http, 'listening');
  }

  /** The base address of its REST API, as discord.js's `rest.api` wants it. */
  get api(): string {
    return `${origin(this.#rest)}/api`;
  }

  /** What to give `new Client` beside its intents. */
  get clientOptions(): { rest: { api: string } } {
    return { rest: { api: this.api } };
  }

  /** Every request so far, in the order they arrived. */
  get requests(): readonly SeenRequest[] {
    return this.#rest.requests;
  }

  requestsTo(pattern: RequestPattern): SeenRequest[] {
    return this.requests.filter(({ method, path }) => fits(pattern, method, path));
  }

  /** Waits for anything that can be seen from here; looked at again after each request and gateway event. */
  until<T>(probe: () => T | undefined, missed = 'it did not happen', patience?: Patience): Promise<T> {
    return this.#bulletin.until(probe, () => missed, patience);
  }

  /** The bot's answer to a message, which it posted as a reply to it: the first state that fits, past or still to come. */
  answerTo({ id, content }: SeenMessage, { until = () => true, ...patience }: MessageWish = {}): Promise<SeenMessage> {
    return this.#bulletin.until(
      () => this.#states.find((message) => message.message_reference?.message_id === id && until(message)),
      () =>
        `no reply to "${content}" that fits; seen: ${JSON.stringify(this.#states.map((message) => message.content))}`,
      patience,
    );
  }

  /** Every state that a message of the bot has been in, the first included. Of private ones there are none. */
  statesOf({ id }: Pick<SeenMessage, 'id'>): SeenMessage[] {
    return this.#states.filter((message) => message.id === id);
  }

  get problems(): readonly Problem[] {
    return this.#problems.list;
  }

  /** Returns and forgets the problems so far: for a test that provokes them. */
  takeProblems(): Problem[] {
    return this.#problems.take();
  }

  /** Stops; throws DiscordProblemsError if there were problems nobody took. */
  async close(): Promise<void> {
    this.gateway.shutDown();
    if (this.#rest.http.listening) {
      const closed = once(this.#rest.http, 'close');
      this.#rest.http.close();
      this.#rest.http.closeAllConnections();
      await closed;
    }
    const problems = this.takeProblems();
    if (problems.length > 0) throw new DiscordProblemsError(problems);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

/** Starts one on a free port of 127.0.0.1. */
export async function startDiscord(options: DiscordOptions = {}): Promise<Discord> {
  const discord = new Discord(options);
  await discord.listen();
  return discord;
}

function origin(rest: RestServer): string {
  const address = rest.http.address();
  return typeof address === 'object' && address ? `http://127.0.0.1:${address.port}` : '';
}
