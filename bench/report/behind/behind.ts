import type { Results } from "../../results.ts";
import { list } from "../markdown.ts";
import { isMeasured, type Part } from "../parts.ts";
import { behindInHarm } from "./harm.ts";
import {
	behindInCost,
	behindInLone,
	behindInMemory,
	behindInRecovery,
} from "./rest.ts";
import { behindInSpeed } from "./speed.ts";

/** Where the figures say that others do better, and why; nothing else is said. */
export function behind(results: Results, fixed: number): string {
	const looks: readonly (readonly [
		needs: readonly Part[],
		look: (results: Results) => readonly string[],
	])[] = [
		[["speed"], behindInSpeed],
		[["harm"], behindInHarm],
		[["lone"], behindInLone],
		[["recovery"], behindInRecovery],
		[["memory"], behindInMemory],
		[["calls", "lone"], (all) => behindInCost(all, fixed)],
	];
	const sentences = looks
		.filter(([needs]) => needs.every((part) => isMeasured(results, part)))
		.flatMap(([, look]) => look(results));
	return sentences.length === 0
		? "In nothing that was measured here."
		: list(sentences);
}
