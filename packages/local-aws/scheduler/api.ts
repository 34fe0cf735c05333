import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { AwsError, sendJson, serveRest } from "../http.ts";
import { readSchedule } from "./schedule.ts";
import type { KeptSchedule, Schedules } from "./schedules.ts";

const MOST_LISTED = 100;

/**
 * EventBridge Scheduler's API: schedules; groups come from templates.
 * https://docs.aws.amazon.com/scheduler/latest/APIReference/API_Operations.html
 */
export function serveScheduler(
	schedules: Schedules,
	request: IncomingMessage,
	response: ServerResponse,
): Promise<void> {
	return serveRest(response, async () => {
		const body = await text(request);
		const { pathname, searchParams } = new URL(
			request.url ?? "/",
			"http://localhost",
		);
		const [, kind, name = ""] = pathname.split("/").map(decodeURIComponent);
		const { method } = request;
		const run = ACTIONS[`${method} ${kind}${name === "" ? "" : "/*"}`];
		if (run === undefined)
			throw new AwsError(
				"ValidationException",
				`The local endpoint has no ${method} ${pathname} of EventBridge Scheduler; it has ${Object.keys(ACTIONS).join(", ")}`,
			);
		const answer = run(schedules, {
			name,
			group: searchParams.get("groupName") ?? "default",
			query: searchParams,
			body: body === "" ? {} : JSON.parse(body),
		});
		// What is due already need not wait for the next look.
		schedules.fireDue();
		sendJson(response, 200, answer);
	});
}

interface Call {
	readonly name: string;
	readonly group: string;
	readonly query: URLSearchParams;
	readonly body: Readonly<Record<string, unknown>>;
}

const ACTIONS: Readonly<
	Record<string, (schedules: Schedules, call: Call) => object>
> = {
	"POST schedules/*": (schedules, { name, body }) => {
		const { ClientToken } = body;
		const token = ClientToken === undefined ? undefined : String(ClientToken);
		const { arn } = schedules.create(readSchedule(name, body), token);
		return { ScheduleArn: arn };
	},
	"GET schedules/*": (schedules, { name, group }) =>
		describe(schedules.get(name, group)),
	"PUT schedules/*": (schedules, { name, body }) => ({
		ScheduleArn: schedules.update(readSchedule(name, body)).arn,
	}),
	"DELETE schedules/*": (schedules, { name, group }) => {
		schedules.delete(name, group);
		return {};
	},
	"GET schedules": list,
};

function list(schedules: Schedules, { query }: Call): object {
	const group = query.get("ScheduleGroup");
	const prefix = query.get("NamePrefix") ?? "";
	const state = query.get("State");
	const from = Number(query.get("NextToken") ?? 0);
	const to = from + Number(query.get("MaxResults") ?? MOST_LISTED);
	const found = schedules
		.list()
		.filter(
			({ settings: { GroupName, Name, State } }) =>
				(group === null || GroupName === group) &&
				Name.startsWith(prefix) &&
				(state === null || State === state),
		);
	return {
		Schedules: found.slice(from, to).map(summarize),
		...(to < found.length ? { NextToken: String(to) } : {}),
	};
}

function describe(schedule: KeptSchedule): object {
	return { ...schedule.settings, Arn: schedule.arn, ...datesOf(schedule) };
}

function summarize(schedule: KeptSchedule): object {
	const { Name, GroupName, State, Target } = schedule.settings;
	return {
		Arn: schedule.arn,
		Name,
		GroupName,
		State,
		Target: { Arn: Target.Arn },
		...datesOf(schedule),
	};
}

function datesOf({ createdMs, changedMs }: KeptSchedule): object {
	return {
		CreationDate: createdMs / 1000,
		LastModificationDate: changedMs / 1000,
	};
}
