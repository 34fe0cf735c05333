import type { ServiceEvent } from "../../service-event.ts";
import { entryOf, textAt } from "../at.ts";
import { consoleLink, part, trustedLink } from "../console-link.ts";
import {
	type Content,
	factsOf,
	linksOf,
	placeFacts,
	type Tone,
} from "../content.ts";
import { placeOf, subjectLine } from "../subject.ts";

const STATES: Readonly<Record<string, readonly [tone: Tone, verb: string]>> = {
	STARTED: ["neutral", "has started"],
	RESUMED: ["neutral", "goes on"],
	SUCCEEDED: ["good", "has succeeded"],
	FAILED: ["bad", "has failed"],
	CANCELED: ["warning", "was cancelled"],
	STOPPING: ["warning", "is being stopped"],
	STOPPED: ["warning", "was stopped"],
	SUPERSEDED: ["neutral", "was overtaken by a newer execution"],
	ABANDONED: ["warning", "was given up"],
};

/** An execution of a pipeline, of one of its stages or of an action. */
export function writeCodePipeline(event: ServiceEvent): Content | undefined {
	const { detail } = event;
	const pipeline = textAt(detail, "pipeline");
	const state = textAt(detail, "state");
	if (pipeline === undefined || state === undefined) return undefined;
	const stage = textAt(detail, "stage");
	const action = textAt(detail, "action");
	const result = (name: string) => textAt(detail, "execution-result", name);
	const [tone, verb] = entryOf(STATES, state) ?? [
		"neutral",
		"changed its state",
	];
	const path = [pipeline, stage, action].filter((each) => each !== undefined);
	return {
		subject: subjectLine(`${state}: pipeline`, path.join("/"), placeOf(event)),
		tone,
		label: state,
		headline: `Pipeline ${pipeline}`,
		sentence: `${whatOf(stage, action)} ${verb}.`,
		body: result("external-execution-summary"),
		facts: [
			...factsOf([
				["Stage", stage],
				["Action", action],
				["Provider", textAt(detail, "type", "provider")],
				["Error", result("error-code")],
				["Started by", textAt(detail, "execution-trigger", "trigger-type")],
				["Comment", textAt(detail, "stop-execution-comments")],
				["Execution", textAt(detail, "execution-id")],
			]),
			...placeFacts(event),
		],
		links: linksOf([
			["Open the pipeline's execution", linkOf(event, pipeline)],
			["Open what failed", trustedLink(result("external-execution-url"))],
		]),
		filename: `pipeline-${pipeline}-${state}`,
	};
}

function whatOf(stage: string | undefined, action: string | undefined): string {
	if (action !== undefined) return "An action of the pipeline";
	return stage === undefined ? "The pipeline" : "A stage of the pipeline";
}

function linkOf(event: ServiceEvent, pipeline: string): string | undefined {
	const execution = textAt(event.detail, "execution-id");
	const page =
		execution === undefined ? "view" : `executions/${part(execution)}/timeline`;
	return consoleLink(
		event,
		(region) =>
			`/codesuite/codepipeline/pipelines/${part(pipeline)}/${page}?region=${region}`,
	);
}
