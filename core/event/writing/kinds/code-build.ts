import { partsOfArn } from "../../arn.ts";
import type { ServiceEvent } from "../../service-event.ts";
import { at, entryOf, listAt, textAt } from "../at.ts";
import { consoleLink, part, trustedLink } from "../console-link.ts";
import {
	type Content,
	factsOf,
	linksOf,
	placeFacts,
	type Tone,
} from "../content.ts";
import { placeOf, subjectLine } from "../subject.ts";

const STATES: Readonly<
	Record<string, readonly [tone: Tone, sentence: string]>
> = {
	IN_PROGRESS: ["neutral", "The build has started."],
	SUCCEEDED: ["good", "The build has succeeded."],
	FAILED: ["bad", "The build has failed."],
	FAULT: ["bad", "The build has failed by a fault of CodeBuild."],
	CLIENT_ERROR: ["bad", "The build has failed by a wrong setting."],
	TIMED_OUT: ["bad", "The build has run out of time."],
	STOPPED: ["warning", "The build was stopped."],
};

/** A build of CodeBuild, or a phase of it. */
export function writeCodeBuild(event: ServiceEvent): Content | undefined {
	const { detail } = event;
	const project = textAt(detail, "project-name");
	const phase = textAt(detail, "completed-phase");
	const state =
		textAt(detail, "build-status") ?? textAt(detail, "completed-phase-status");
	if (project === undefined || state === undefined) return undefined;
	const about = (...path: readonly string[]) =>
		textAt(detail, "additional-information", ...path);
	const [tone, sentence] = entryOf(STATES, state) ?? [
		"neutral",
		"The build changed its state.",
	];
	const failed = failedPhase(detail);
	return {
		subject: subjectLine(
			`${state}: build of`,
			phase === undefined ? project : `${project} (phase ${phase})`,
			placeOf(event),
		),
		tone,
		label: state,
		headline: `Build of ${project}`,
		sentence:
			phase === undefined
				? sentence
				: `The build's phase ${phase} has ended: ${state}.`,
		body: textAt(failed, "phase-context", 0),
		facts: [
			...factsOf([
				["Failed phase", textAt(failed, "phase-type")],
				["Started by", about("initiator")],
				["Started at", about("build-start-time")],
				["Source", about("source", "location")],
				["Version", about("source-version")],
				["Image", about("environment", "image")],
			]),
			...placeFacts(event),
		],
		links: linksOf([
			["Open the build", linkOf(event, project)],
			["Open its log", trustedLink(about("logs", "deep-link"))],
		]),
		filename: `build-${project}-${state}`,
	};
}

function failedPhase(detail: unknown): unknown {
	return listAt(detail, "additional-information", "phases").find((each) => {
		const status = at(each, "phase-status");
		return typeof status === "string" && status !== "SUCCEEDED";
	});
}

function linkOf(event: ServiceEvent, project: string): string | undefined {
	const arn = partsOfArn(textAt(event.detail, "build-id") ?? "");
	const build = /^build\/(.+)$/.exec(arn?.resource ?? "")?.[1];
	if (arn === undefined || build === undefined || arn.account === "")
		return undefined;
	return consoleLink(
		event,
		(region) =>
			`/codesuite/codebuild/${arn.account}/projects/${part(project)}/build/${part(build)}/?region=${region}`,
	);
}
