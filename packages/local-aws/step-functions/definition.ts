import { StateMachine } from "aws-local-stepfunctions";
import { type Properties, within } from "../cloudformation/intrinsics.ts";
import { forLibrary } from "./evaluate.ts";
import { type Flow, flowsInside, type State } from "./states-language.ts";
import { kindOf, RESOURCES } from "./task-services.ts";

/**
 * The flow of an AWS::StepFunctions::StateMachine.
 * @throws Error that says what a local run cannot do of it, all at once.
 */
export function readDefinition(name: string, properties: Properties): Flow {
	const { DefinitionString, Definition, DefinitionSubstitutions } = properties;
	const raw =
		typeof DefinitionString === "string"
			? DefinitionString
			: JSON.stringify(Definition ?? null);
	const text = Object.entries(within(DefinitionSubstitutions)).reduce(
		(result, [key, value]) =>
			result.replaceAll(`\${${key}}`, () => String(value)),
		raw,
	);
	const cannot = (why: string) =>
		new Error(`Cannot run the state machine ${name} as ${why}`);
	let flow: Flow;
	try {
		flow = JSON.parse(text);
	} catch (error) {
		throw cannot(`its DefinitionString is no JSON: ${error}`);
	}
	if (typeof flow !== "object" || flow?.States === undefined)
		throw cannot(
			"it has no states: allowed here are DefinitionString and Definition, no DefinitionS3Location",
		);
	const troubles = [...troublesOf(flow)];
	if (troubles.length > 0) throw cannot(troubles.join("; "));
	try {
		new StateMachine(flow as never);
	} catch (error) {
		throw cannot(`its definition is not valid: ${error}`);
	}
	return forLibrary(flow);
}

const JSONATA =
	"is written in JSONata: allowed here is JSONPath (QueryLanguage.JSON_PATH, CDK's default)";

function* troublesOf(flow: object): Iterable<string> {
	if (isJsonata(flow)) yield `it ${JSONATA}`;
	for (const [name, state] of Object.entries((flow as Flow).States)) {
		const its = `its state ${name}`;
		if (isJsonata(state) || "Arguments" in state || "Output" in state)
			yield `${its} ${JSONATA}`;
		else if ("Assign" in state)
			yield `${its} assigns variables, which a local run does not have: hand values on in the states' output`;
		if (isDistributed(state))
			yield `${its} is a distributed Map: allowed here is an inline one`;
		if (state.Type === "Task" && kindOf(state.Resource ?? "") === undefined)
			yield `${its} has the resource ${state.Resource}: allowed here are ${RESOURCES}`;
		for (const inside of flowsInside(state)) yield* troublesOf(inside);
	}
}

function isJsonata(part: object): boolean {
	return "QueryLanguage" in part && part.QueryLanguage === "JSONata";
}

function isDistributed(state: State): boolean {
	const { ProcessorConfig } = within(state.ItemProcessor);
	return (
		"ItemReader" in state || within(ProcessorConfig).Mode === "DISTRIBUTED"
	);
}
