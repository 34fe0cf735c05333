import { harmless } from "../../../core/harmless.ts";
import type { Refusal } from "../../api.ts";

/** Asks the server of this page. @returns the JSON it answers. @throws Error with its own sentence when it refuses. */
export async function ask<Answer>(
	method: "GET" | "PUT" | "POST" | "DELETE",
	path: string,
	body?: unknown,
): Promise<Answer> {
	const text = await askText(method, path, body);
	return (text === "ok" || text === "" ? {} : JSON.parse(text)) as Answer;
}

/** The same, for an answer that is no JSON. */
export async function askText(
	method: string,
	path: string,
	body?: unknown,
): Promise<string> {
	const response = await fetch(path, {
		method,
		...(body === undefined ? {} : { body: JSON.stringify(body) }),
	});
	const text = await response.text();
	if (!response.ok) throw new Error(sentenceIn(text));
	return text;
}

/** A stranger's text on one line: not too long, and nothing in it that turns or hides other text. */
export function line(text: string, most = 300): string {
	const shown = harmless(text.slice(0, most)).replace(/\s+/g, " ").trim();
	return text.length > most ? `${shown}…` : shown;
}

/** A time of the run as people read it, in UTC; with the day when it is not today. */
export function timeText(at: number | string, now: number): string {
	const iso = new Date(at).toISOString();
	const time = iso.slice(11, 19);
	return iso.slice(0, 10) === new Date(now).toISOString().slice(0, 10)
		? time
		: `${iso.slice(5, 10)} ${time.slice(0, 5)}`;
}

/** Such as `2 min` or `1 d 3 h`. */
export function spanText(ms: number): string {
	const minutes = Math.round(ms / 60_000);
	const parts = [
		[Math.floor(minutes / 1440), "d"],
		[Math.floor(minutes / 60) % 24, "h"],
		[minutes % 60, "min"],
	] as const;
	const said = parts.filter(([count]) => count > 0).slice(0, 2);
	return said.map((part) => part.join(" ")).join(" ") || "less than 1 min";
}

export function sizeText(bytes: number): string {
	if (bytes < 1000) return `${bytes} B`;
	return bytes < 1_000_000
		? `${Math.round(bytes / 1000)} kB`
		: `${(bytes / 1_000_000).toFixed(1)} MB`;
}

export function wordsOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}

function sentenceIn(text: string): string {
	try {
		const { Error: sentence }: Partial<Refusal> = JSON.parse(text);
		return sentence ?? text;
	} catch {
		return text;
	}
}
