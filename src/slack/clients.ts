// The two ways we call Slack: a patient one for the outbox, a quick one for people who wait. Neither retries by itself.
import { LogLevel, WebClient, retryPolicies, type WebClientOptions } from '@slack/web-api';

const noRetries = { ...retryPolicies.tenRetriesInAboutThirtyMinutes, retries: 0 };

function optionsFor(apiUrl: string | null, timeoutMs: number): WebClientOptions {
  return {
    timeout: timeoutMs,
    retryConfig: noRetries,
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    // Below this level the client prints what it sends, lead text included.
    logLevel: LogLevel.ERROR,
    ...(apiUrl ? { slackApiUrl: apiUrl } : {}),
  };
}

/** For the outbox: each post once, answered within 10 s or in doubt. */
export function posterClient(token: string, apiUrl: string | null, timeoutMs = 10_000): WebClient {
  return new WebClient(token, optionsFor(apiUrl, timeoutMs));
}

/** For modals, private answers and App Home: a trigger lives three seconds. */
export function interactiveClient(token: string, apiUrl: string | null): WebClient {
  return new WebClient(token, optionsFor(apiUrl, 2_500));
}

/** The options that Bolt itself gets, for its connection to Slack. */
export function boltClientOptions(apiUrl: string | null): WebClientOptions {
  return optionsFor(apiUrl, 10_000);
}
