import { sleepUntil } from "../clock.ts";
import { evaluate, fieldsOf, IT } from "./evaluate.ts";
import type { Run } from "./run-flow.ts";
import { type Json, StateFailure } from "./states-language.ts";
import { CALLBACK, type Reach, serviceOf } from "./task-services.ts";
import type { TaskTokens } from "./task-tokens.ts";

/** Runs tasks by what their resource names; those with a callback wait for their token. */
export function createRunTask(
	reach: Reach,
	{ tokens, region }: { readonly tokens: TaskTokens; readonly region: string },
): Run["runTask"] {
	return async (state, input, run) => {
		const { Resource = "" } = state;
		const { type: resourceType, action, call } = serviceOf(Resource, reach);
		const resource = { resourceType, resource: action };
		const limits = await fieldsOf(state, input, run.context);
		const callback = Resource.endsWith(CALLBACK) ? tokens.open() : undefined;
		const Task = callback && { Task: { Token: callback.token } };
		const work = async (given: Json) => {
			const parameters = JSON.stringify(given);
			run.note("TaskScheduled", { ...resource, region, parameters });
			const answer = await call(given);
			return callback === undefined ? answer : callback.answer;
		};
		// Without a token it is never silent.
		const heartbeatAt = callback?.heartbeatAt ?? Date.now;
		const task = (given: Json) =>
			Promise.race([work(given), end(limits, heartbeatAt, run.signal)]);
		try {
			const context = { ...run.context, ...Task };
			return await evaluate(state, input, context, { [IT]: task });
		} catch (error) {
			const { name, message: cause } = error as StateFailure;
			const type = /Timeout$/.test(name) ? "TaskTimedOut" : "TaskFailed";
			if (!run.signal.aborted)
				run.note(type, { ...resource, error: name, cause });
			throw error;
		} finally {
			callback?.close();
		}
	};
}

/** Ends a task that takes, or is silent for, too long, and with its run. @throws always */
async function end(
	limits: { readonly [field: string]: Json },
	heartbeatAt: () => number,
	signal: AbortSignal,
): Promise<never> {
	const { TimeoutSeconds = Infinity, HeartbeatSeconds = Infinity } = limits;
	const timeoutAt = Date.now() + Number(TimeoutSeconds) * 1000;
	for (;;) {
		const heard = heartbeatAt();
		const silentAt = heard + Number(HeartbeatSeconds) * 1000;
		await sleepUntil(Math.min(timeoutAt, silentAt), signal);
		if (Date.now() >= timeoutAt) throw new StateFailure("States.Timeout");
		if (heartbeatAt() === heard)
			throw new StateFailure("States.HeartbeatTimeout");
	}
}
