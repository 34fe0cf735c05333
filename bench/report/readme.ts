import type { Results } from "../results.ts";
import { behind } from "./behind/behind.ts";
import { paragraphs } from "./markdown.ts";
import { isMeasured, type Part } from "./parts.ts";
import {
	compared,
	INTRODUCTION,
	LEFT_OUT,
	method,
	ONE_BATCH,
} from "./sections/about.ts";
import { bundle } from "./sections/bundle.ts";
import { cost } from "./sections/cost.ts";
import { curves } from "./sections/curves.ts";
import { harm } from "./sections/harm.ts";
import { memory } from "./sections/memory.ts";
import { speed } from "./sections/speed.ts";
import { lone, recovery } from "./sections/times.ts";

interface Section {
	readonly title: string;
	readonly parts: readonly Part[];
	readonly text: (results: Results) => string;
}

export interface Beside {
	/** US dollars a month, without any mail. */
	readonly fixed: number;
	/** The section about the soak, if there was one. */
	readonly soak: string | undefined;
}

/** All of bench/README.md. */
export function readme(results: Results, { fixed, soak }: Beside): string {
	const measured: readonly Section[] = [
		{ title: "Speed", parts: ["speed"], text: speed },
		{ title: "Harm", parts: ["harm"], text: harm },
		{ title: "Curves", parts: ["curves"], text: curves },
		{ title: "Recovery", parts: ["recovery"], text: recovery },
		{ title: "A lone mail", parts: ["lone"], text: lone },
		{ title: "Memory", parts: ["memory"], text: memory },
		{
			title: "Cost",
			parts: ["calls", "lone"],
			text: (all) => cost(all, fixed),
		},
	];
	const text = paragraphs(
		"# Benchmarks",
		INTRODUCTION,
		"## What is compared",
		compared(results),
		"## Method",
		method(results),
		"## Where it is not ahead",
		behind(results, fixed),
		...measured.map((section) => written(section, results)),
		"## One batch",
		ONE_BATCH,
		"## Bundle",
		bundle(results),
		...(soak === undefined ? [] : ["## Soak", soak]),
		"## What is left out",
		LEFT_OUT,
	);
	return `${text}\n`;
}

function written({ title, parts, text }: Section, results: Results): string {
	const command = `\`npm run bench -- ${parts.join(" ")}\``;
	return parts.every((part) => isMeasured(results, part))
		? paragraphs(`## ${title}`, `Again: ${command}.`, text(results))
		: paragraphs(`## ${title}`, `Not measured: ${command}.`);
}
