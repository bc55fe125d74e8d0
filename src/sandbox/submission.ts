// What the answer to a submitted modal does: errors under inputs, close, clear, update, push.
import { inputsOf } from './form.ts';
import { ApiError } from './methods/answer.ts';
import { pushView, readView, replaceView } from './methods/views.ts';
import { isFields, type Delivery, type Fields, type View } from './types.ts';
import { VIEW } from './blockkit/limits.ts';
import type { Workspace } from './workspace.ts';

/** Applies the acknowledgement to the person's modals; what Slack could not use becomes `problem`. */
export function applySubmission(workspace: Workspace, view: View, delivery: Delivery): void {
  if (!delivery.ok) return;
  try {
    const sent = delivery.response;
    const action = isFields(sent) ? sent.response_action : undefined;
    const apply =
      action === undefined ? closeTop : typeof action === 'string' && Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined;
    if (apply === undefined) throw new ApiError('invalid_response_action');
    apply({ workspace, view, delivery, sent: isFields(sent) ? sent : {} });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    Object.assign(delivery, { ok: false, problem: `${error.error} ${JSON.stringify(error.extra)}`.replace(' {}', '') });
  }
  workspace.changed();
}

interface Application {
  workspace: Workspace;
  view: View;
  delivery: Delivery;
  sent: Fields;
}

const ACTIONS: Record<string, (application: Application) => void> = {
  errors: showErrors,
  clear: ({ workspace, view }) => void workspace.stacks.set(view.user, []),
  update: ({ workspace, view, sent }) => {
    replaceView(workspace, view, readView(workspace, sent.view, 'modal', view));
  },
  push: ({ workspace, view, sent }) => {
    const content = readView(workspace, sent.view, 'modal');
    if (workspace.stackOf(view.user).length >= VIEW.stack) throw new ApiError('push_limit_reached');
    pushView(workspace, view.user, content);
  },
};

function closeTop({ workspace, view }: Application): void {
  workspace.stacks.set(
    view.user,
    workspace.stackOf(view.user).filter((one) => one.id !== view.id),
  );
}

/** Slack shows nothing, and an alarm to the person, when a block_id does not belong to an input of this view. */
function showErrors({ view, delivery, sent }: Application): void {
  const { errors } = sent;
  if (!isFields(errors) || Object.keys(errors).length === 0) throw new ApiError('invalid_response_errors');
  const inputs = inputsOf(view.blocks).filter((input) =>
    view.blocks.some((block) => block.type === 'input' && block.block_id === input.blockId),
  );
  const byLabel: Record<string, string> = {};
  const byBlock: Record<string, string> = {};
  for (const [blockId, says] of Object.entries(errors)) {
    const input = inputs.find((one) => one.blockId === blockId);
    if (input === undefined || typeof says !== 'string') throw new ApiError('unknown_block_in_errors', { block_id: blockId });
    byLabel[input.label] = says;
    byBlock[blockId] = says;
  }
  Object.assign(delivery, { errors: byLabel, errorsByBlock: byBlock });
}
