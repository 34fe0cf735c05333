import { ACCOUNT, type Actions, AwsError } from "../http.ts";
import { parseFilterPattern } from "./log-filter.ts";

interface LogEvent {
	readonly eventId: string;
	readonly logStreamName: string;
	/** Epoch ms. */
	readonly timestamp: number;
	readonly message: string;
}

interface LogGroup {
	readonly name: string;
	readonly createdAt: number;
	events: LogEvent[];
}

const KEPT_LINES = 20_000;
const MOST_EVENTS = 10_000;

/** CloudWatch Logs: the last lines that the functions wrote, by log group. */
export class CloudWatchLogs {
	readonly #groups = new Map<string, LogGroup>();
	readonly #region: string;
	#written = 0;

	constructor(region: string) {
		this.#region = region;
	}

	createGroup(name: string): LogGroup {
		const existing = this.#groups.get(name);
		if (existing !== undefined) return existing;
		const group = { name, createdAt: Date.now(), events: [] };
		this.#groups.set(name, group);
		return group;
	}

	write(groupName: string, streamName: string, message: string): void {
		const group = this.createGroup(groupName);
		const timestamp = Date.now();
		group.events.push({
			eventId: String(this.#written++).padStart(56, "0"),
			logStreamName: streamName,
			timestamp,
			message,
		});
		// In large steps: moving thousands of lines up for each new one would be slow.
		if (group.events.length > 2 * KEPT_LINES)
			group.events = group.events.slice(-KEPT_LINES);
	}

	/** The lines of a group, oldest first. */
	linesOf(groupName: string): readonly string[] {
		return (this.#groups.get(groupName)?.events ?? []).map(
			({ message }) => message,
		);
	}

	readonly actions: Actions = {
		FilterLogEvents: (input) => {
			const test = parseFilterPattern(String(input.filterPattern ?? ""));
			if (typeof test === "string")
				throw new AwsError("InvalidParameterException", test);
			const {
				startTime = 0,
				endTime = Number.MAX_SAFE_INTEGER,
				limit = MOST_EVENTS,
				nextToken = "",
			} = input;
			const found = this.#find(input).events.filter(
				({ eventId, timestamp, message }) =>
					timestamp >= Number(startTime) &&
					timestamp <= Number(endTime) &&
					eventId > String(nextToken) &&
					test(message),
			);
			const events = found.slice(0, Number(limit));
			return {
				events: events.map((event) => ({
					...event,
					ingestionTime: event.timestamp,
				})),
				searchedLogStreams: [],
				...(found.length > events.length
					? { nextToken: events.at(-1)?.eventId }
					: {}),
			};
		},
		DescribeLogGroups: ({ logGroupNamePrefix = "" }) => ({
			logGroups: [...this.#groups.values()]
				.filter(({ name }) => name.startsWith(String(logGroupNamePrefix)))
				.toSorted((a, b) => (a.name < b.name ? -1 : 1))
				.map((group) => ({
					logGroupName: group.name,
					creationTime: group.createdAt,
					arn: `${this.#arn(group)}:*`,
					logGroupArn: this.#arn(group),
					storedBytes: 0,
				})),
		}),
	};

	#arn({ name }: LogGroup): string {
		return `arn:aws:logs:${this.#region}:${ACCOUNT}:log-group:${name}`;
	}

	#find({
		logGroupName,
		logGroupIdentifier,
	}: Readonly<Record<string, unknown>>): LogGroup {
		const asked = String(logGroupName ?? logGroupIdentifier);
		const group = this.#groups.get(
			asked.replace(/^arn:.*:log-group:/, "").replace(/:\*$/, ""),
		);
		if (group !== undefined) return group;
		throw new AwsError(
			"ResourceNotFoundException",
			"The specified log group does not exist.",
		);
	}
}
