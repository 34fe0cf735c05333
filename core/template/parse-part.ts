import { type Liquid, LiquidError, type Template } from "liquidjs";
import { MAX_SOURCE, REFUSED_FILTERS } from "./engine.ts";
import type { TemplateFault } from "./template.ts";

export type ParsedPart =
	| { readonly kind: "parsed"; readonly templates: Template[] }
	| { readonly kind: "faulty"; readonly faults: readonly TemplateFault[] };

/** Parses a file, and tells everything that is wrong with it. */
export function parsePart(
	engine: Liquid,
	file: string,
	text: string,
): ParsedPart {
	if (text.length > MAX_SOURCE) {
		const sentence = `it has ${text.length} characters; allowed are at most ${MAX_SOURCE}`;
		return { kind: "faulty", faults: [{ file, sentence }] };
	}
	try {
		return { kind: "parsed", templates: engine.parse(text) };
	} catch (error) {
		if (!LiquidError.is(error)) throw error;
		const errors =
			"errors" in error && Array.isArray(error.errors) ? error.errors : [error];
		return {
			kind: "faulty",
			faults: errors.filter(LiquidError.is).map((one) => faultOf(one, file)),
		};
	}
}

function faultOf(error: LiquidError, file: string): TemplateFault {
	const [line = 1, column = 1] = error.token.getPosition();
	const { message } = error.originalError ?? error;
	// Liquid repeats the place.
	const what = message.replace(/, (file:.*, )?line:\d+, col:\d+$/, "");
	const [, filter = ""] = /^undefined filter: (\w+)/.exec(what) ?? [];
	const why = REFUSED_FILTERS[filter];
	return {
		file,
		line,
		column,
		sentence:
			why === undefined ? what : `the filter ${filter} is refused: ${why}`,
	};
}
