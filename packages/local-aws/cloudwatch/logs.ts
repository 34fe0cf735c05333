import { ACCOUNT, AwsError, type JsonAction } from "../http.ts";
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
	readonly streams: Map<string, LogStream>;
	events: LogEvent[];
}

interface LogStream {
	readonly name: string;
	readonly firstAt: number;
	lastAt: number;
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
		const group = {
			name,
			createdAt: Date.now(),
			streams: new Map(),
			events: [],
		};
		this.#groups.set(name, group);
		return group;
	}

	write(groupName: string, streamName: string, message: string): void {
		const group = this.createGroup(groupName);
		const timestamp = Date.now();
		const stream = group.streams.get(streamName);
		if (stream === undefined)
			group.streams.set(streamName, {
				name: streamName,
				firstAt: timestamp,
				lastAt: timestamp,
			});
		else stream.lastAt = timestamp;
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

	readonly actions: Readonly<Record<string, JsonAction>> = {
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
			const isAsked = isStreamAsked(input);
			const found = this.#find(input).events.filter(
				({ eventId, timestamp, message, logStreamName }) =>
					timestamp >= Number(startTime) &&
					timestamp <= Number(endTime) &&
					eventId > String(nextToken) &&
					isAsked(logStreamName) &&
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
		DescribeLogStreams: (input) => {
			const group = this.#find(input);
			const byTime = input.orderBy === "LastEventTime";
			const streams = [...group.streams.values()]
				.filter(({ name }) => isStreamAsked(input)(name))
				.toSorted((a, b) =>
					byTime ? a.lastAt - b.lastAt : a.name < b.name ? -1 : 1,
				);
			if (input.descending === true) streams.reverse();
			return {
				logStreams: streams
					.slice(0, Number(input.limit ?? 50))
					.map(({ name, firstAt, lastAt }) => ({
						logStreamName: name,
						creationTime: firstAt,
						firstEventTimestamp: firstAt,
						lastEventTimestamp: lastAt,
						lastIngestionTime: lastAt,
						arn: `${this.#arn(group)}:log-stream:${name}`,
						storedBytes: 0,
					})),
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

function isStreamAsked({
	logStreamNames,
	logStreamNamePrefix = "",
}: Readonly<Record<string, unknown>>): (name: string) => boolean {
	return (name) =>
		name.startsWith(String(logStreamNamePrefix)) &&
		(!Array.isArray(logStreamNames) || logStreamNames.includes(name));
}
