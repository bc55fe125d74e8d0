// What Slack's error words mean for a delivery: one row a word, so that every decision stands in one place.
import { ErrorCode, WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import { DeliveryError, type DeliveryTrouble } from '../errors.ts';

const troubleOf: Readonly<Record<string, DeliveryTrouble>> = {
  // too fast
  ratelimited: 'rate',
  rate_limited: 'rate',
  // may have happened all the same
  fatal_error: 'unknown',
  internal_error: 'unknown',
  request_timeout: 'unknown',
  service_unavailable: 'unknown',
  team_added_to_org: 'unreached',
  // this channel
  is_archived: 'channel',
  // an edit in an archived channel
  is_inactive: 'channel',
  not_in_channel: 'channel',
  channel_not_found: 'channel',
  method_not_supported_for_channel_type: 'channel',
  // this channel, although it looks open
  restricted_action: 'shut',
  restricted_action_read_only_channel: 'shut',
  restricted_action_thread_only_channel: 'shut',
  restricted_action_non_threadable_channel: 'shut',
  ekm_access_denied: 'shut',
  message_limit_exceeded: 'shut',
  // this workspace
  invalid_auth: 'workspace',
  not_authed: 'workspace',
  account_inactive: 'workspace',
  token_revoked: 'workspace',
  token_expired: 'workspace',
  not_allowed_token_type: 'workspace',
  org_login_required: 'workspace',
  team_access_not_granted: 'workspace',
  access_denied: 'workspace',
  accesslimited: 'workspace',
  two_factor_setup_required: 'workspace',
  missing_scope: 'scope',
  no_permission: 'scope',
  // the message is gone, or stands and cannot be edited
  message_not_found: 'gone',
  cant_update_message: 'gone',
  edit_window_closed: 'closed',
  // the person
  user_not_found: 'person',
  user_disabled: 'person',
  cannot_dm_bot: 'person',
  messages_tab_disabled: 'person',
};

/** Turns whatever the client threw into a DeliveryError. A word that is not in the table is a refusal of this content. */
export function deliveryErrorOf(error: unknown): DeliveryError {
  if (error instanceof DeliveryError) return error;
  if (error instanceof WebAPIRateLimitedError) {
    return new DeliveryError('rate', 'ratelimited', { retryAfterMs: Math.max(1, error.retryAfter || 30) * 1000, cause: error });
  }
  if (error instanceof WebAPIPlatformError) {
    // The client puts an answer that is no JSON where the error word belongs: nobody knows what happened then.
    const code = error.data.error ?? '';
    if (!/^[a-z][a-z0-9_]{1,79}$/.test(code)) return new DeliveryError('unknown', 'unreadable_answer', { cause: error });
    const needed = 'needed' in error.data && typeof error.data['needed'] === 'string' ? error.data['needed'] : undefined;
    return new DeliveryError(troubleOf[code] ?? 'refused', code, { ...(needed ? { needed } : {}), cause: error });
  }
  if (error instanceof WebAPIHTTPError) return httpTrouble(error);
  if (error instanceof WebAPIRequestError) return requestTrouble(error);
  // An answer that is no JSON, or a client that broke while reading it: the request was made.
  return new DeliveryError('unknown', codeOf(error) ?? ErrorCode.RequestError, { cause: error });
}

function httpTrouble(error: WebAPIHTTPError): DeliveryError {
  if (error.statusCode === 429) return new DeliveryError('rate', 'ratelimited', { cause: error });
  const trouble = error.statusCode >= 500 || error.statusCode < 400 ? 'unknown' : 'refused';
  return new DeliveryError(trouble, `http_${error.statusCode}`, { cause: error });
}

/** Before the first byte was written, nothing can have happened. */
const neverSent = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

function requestTrouble(error: WebAPIRequestError): DeliveryError {
  const code = codeOf(error) ?? 'request_failed';
  return new DeliveryError(neverSent.has(code) ? 'unreached' : 'unknown', code, { cause: error });
}

/** The system's word for what went wrong, however deep it lies. */
function codeOf(error: unknown): string | undefined {
  let at: unknown = error;
  for (let depth = 0; depth < 6 && at instanceof Error; depth += 1) {
    const inner: unknown = 'original' in at ? (at.original ?? at.cause) : at.cause;
    if ('code' in at && typeof at.code === 'string' && /^[A-Z_]+$/.test(at.code)) return at.code;
    at = at instanceof AggregateError ? at.errors[0] : inner;
  }
  return undefined;
}
