// What concerns the app itself: api.test, auth.test, apps.connections.open, blocks.validate.
import type { Problem } from '../blockkit/check.ts';
import { messageProblems, viewProblems } from '../blockkit/validate.ts';
import { isFields, type Fields } from '../types.ts';
import { ApiError, invalidArguments, jsonArgument, optionalText } from './answer.ts';
import type { MethodCall, Methods } from './method.ts';

export const APP: Methods = {
  'api.test': { token: 'none', handle: apiTest },
  'auth.test': { token: 'bot', handle: authTest },
  'apps.connections.open': { token: 'app', handle: ({ newSocketUrl }) => ({ url: newSocketUrl() }) },
  'blocks.validate': { token: 'none', handle: validate },
};

function apiTest({ args }: MethodCall): Fields {
  const { token: _token, ...rest } = args;
  const error = optionalText(args, 'error');
  if (error !== undefined) throw new ApiError(error, { args: rest });
  return { args: rest };
}

function authTest({ workspace, url }: MethodCall): Fields {
  const { teamDomain, teamId, botUserId, botId } = workspace.identity;
  return {
    url: `${url}/`,
    team: teamDomain,
    user: 'leadloop',
    team_id: teamId,
    user_id: botUserId,
    bot_id: botId,
    is_enterprise_install: false,
  };
}

const VALIDATED: Record<string, { error: string; check: (value: unknown) => Problem[] }> = {
  blocks: { error: 'invalid_blocks', check: (value) => messageProblems(value) },
  message: {
    error: 'invalid_message',
    check: (value) => (isFields(value) && value.blocks !== undefined ? messageProblems(value.blocks, '/message/blocks') : []),
  },
  view: { error: 'invalid_view', check: (value) => viewProblems(value) },
};

function validate({ args }: MethodCall): Fields {
  const sent = Object.keys(VALIDATED).filter((name) => args[name] !== undefined);
  const name = sent[0];
  const kind = name === undefined ? undefined : VALIDATED[name];
  if (name === undefined || kind === undefined || sent.length !== 1)
    throw invalidArguments('exactly one of blocks, message, view is required');
  const problems = kind.check(jsonArgument(args, name, 'invalid_json'));
  if (problems.length === 0) return {};
  throw new ApiError(kind.error, {
    errors: problems.map(({ code, message, pointer, field }) => ({ code, message, pointer, field, constraint: { type: code } })),
  });
}
