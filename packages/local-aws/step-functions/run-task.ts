import { sleepUntil } from "../clock.ts";
import { evaluate } from "./evaluate.ts";
import { resolvePaths } from "./fields.ts";
import type { Run } from "./run.ts";
import { type Json, StateFailure } from "./states-language.ts";
import { CALLBACK, type Service } from "./task-services.ts";
import type { TaskTokens } from "./task-tokens.ts";

/** Runs tasks by `serviceOf` their resource; those with a callback wait for their token. */
export function createRunTask(
	serviceOf: (resource: string) => Service | undefined,
	tokens: TaskTokens,
): Run["runTask"] {
	return async (state, input, run) => {
		const { Resource = "" } = state;
		const service = serviceOf(Resource);
		if (service === undefined)
			throw new StateFailure(
				"States.Runtime",
				`There is no resource ${Resource}`,
			);
		const { TimeoutSeconds, HeartbeatSeconds } = await resolvePaths(
			state,
			input,
			run,
		);
		const callback = Resource.endsWith(CALLBACK) ? tokens.open() : undefined;
		const context =
			callback === undefined
				? run.context
				: { ...run.context, Task: { Token: callback.token } };
		const done = new AbortController();
		const signal = AbortSignal.any([run.signal, done.signal]);
		const work = async (parameters: Json) => {
			note(run, "TaskScheduled", service, { parameters });
			const answer = await service.call(parameters);
			return callback === undefined ? answer : callback.answer;
		};
		try {
			return await evaluate(state, input, context, (parameters) =>
				Promise.race([
					work(parameters),
					abortion(signal),
					...(TimeoutSeconds === undefined
						? []
						: [timeout(Number(TimeoutSeconds), signal)]),
					...(HeartbeatSeconds === undefined || callback === undefined
						? []
						: [silence(Number(HeartbeatSeconds), callback, signal)]),
				]),
			);
		} catch (error) {
			if (error instanceof StateFailure && !run.signal.aborted) {
				const { name, causeText: cause } = error;
				const kind = /Timeout$/.test(name) ? "TaskTimedOut" : "TaskFailed";
				note(run, kind, service, { error: name, cause });
			}
			throw error;
		} finally {
			done.abort();
			callback?.close();
		}
	};
}

function abortion(signal: AbortSignal): Promise<never> {
	return new Promise((_resolve, reject) => {
		const abort = () => reject(signal.reason);
		signal.addEventListener("abort", abort, { once: true });
	});
}

async function timeout(seconds: number, signal: AbortSignal): Promise<never> {
	await sleepUntil(Date.now() + seconds * 1000, signal);
	throw new StateFailure("States.Timeout");
}

async function silence(
	seconds: number,
	{ heartbeatAt }: { heartbeatAt(): number },
	signal: AbortSignal,
): Promise<never> {
	for (;;) {
		const heard = heartbeatAt();
		await sleepUntil(heard + seconds * 1000, signal);
		if (heartbeatAt() === heard)
			throw new StateFailure("States.HeartbeatTimeout");
	}
}

function note(
	run: Run,
	kind: string,
	{ type, action, region }: Service,
	details: Readonly<Record<string, Json>>,
): void {
	const { parameters, ...rest } = details;
	const field = `${kind[0]?.toLowerCase()}${kind.slice(1)}EventDetails`;
	run.note(kind, {
		[field]: {
			resourceType: type,
			resource: action,
			...rest,
			...(parameters === undefined
				? {}
				: { region, parameters: JSON.stringify(parameters) }),
		},
	});
}
