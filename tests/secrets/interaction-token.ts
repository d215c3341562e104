/** Of no interaction that there ever was. */
export const INTERACTION_TOKEN = `${Buffer.from('interaction:1234567890123456789:').toString('base64url')}sPiLt_-0123456789`;
