import { StateGraph, StateMachine } from "aws-cdk-lib/aws-stepfunctions";
import { type IConstruct, Node } from "constructs";

/**
 * The state machine whose definition is just being written. CDK tells a state its graph, but never its
 * machine; while it writes the definition, the machine stands in the tree without its resource.
 */
export function machineBeingMade(state: IConstruct): StateMachine | undefined {
	return Node.of(state)
		.root.node.findAll()
		.filter((node) => node instanceof StateMachine)
		.find(({ node }) => node.defaultChild === undefined);
}

/** The graphs a state is in, from the innermost to the whole definition. */
export function graphsAround(graph: StateGraph): readonly StateGraph[] {
	// CDK keeps it, but has no accessor.
	const outer: unknown = Reflect.get(graph, "superGraph");
	return outer instanceof StateGraph
		? [graph, ...graphsAround(outer)]
		: [graph];
}

/** Whether a graph is what a Map does with each item. */
export function isOfMap(graph: StateGraph): boolean {
	return /^Map .* (Iterator|Item Processor) /.test(graph.toString());
}
