import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { recognise } from "../../core/event/recognise.ts";
import type {
	Recognised,
	ServiceEvent,
} from "../../core/event/service-event.ts";

const FOLDER = new URL("../fixtures/events/", import.meta.url);

/** The names of all events that are kept as files. */
export const EVENT_NAMES = readdirSync(FOLDER)
	.filter((file) => file.endsWith(".json") && file !== "sources.json")
	.map((file) => file.slice(0, -".json".length))
	.toSorted();

/** The body of a kept event, as it lies in the file. */
export function bodyOf(name: string): string {
	return readFileSync(new URL(`${name}.json`, FOLDER), "utf8");
}

// biome-ignore lint/suspicious/noExplicitAny: tests break events at any place
export function jsonOf(name: string): any {
	return JSON.parse(bodyOf(name));
}

export function read(body: string | object): Recognised {
	return recognise(typeof body === "string" ? body : JSON.stringify(body), {
		digest: (text) => createHash("sha256").update(text).digest("hex"),
	});
}

export function eventOf(body: string | object): ServiceEvent {
	const found = read(body);
	if (found.kind !== "event")
		throw new Error(`it is no event: ${JSON.stringify(found)}`);
	return found.event;
}
