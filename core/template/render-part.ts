import { type Liquid, LiquidError, type Template } from "liquidjs";
import { RenderRefusal } from "./template.ts";

export type RenderedPart =
	| { readonly kind: "text"; readonly text: string }
	| { readonly kind: "failed"; readonly failure: RenderFailure };

/** Why a part can't be rendered. */
export interface RenderFailure {
	readonly line: number;
	readonly column: number;
	/** The tag or output, as its author wrote it. */
	readonly source: string;
	/** Without a value of the data. */
	readonly reason: string;
	/** In Liquid's words, which may repeat a value. */
	readonly detail: string;
}

/** Renders a parsed file with checked data. */
export function renderPart(
	engine: Liquid,
	parsed: Template[],
	data: Readonly<Record<string, unknown>>,
): RenderedPart {
	try {
		// A copy: {% increment %} writes into it.
		const text: unknown = engine.renderSync(parsed, { ...data });
		return { kind: "text", text: String(text) };
	} catch (error) {
		if (!LiquidError.is(error)) throw error;
		const [line = 1, column = 1] = error.token.getPosition();
		const { originalError = error } = error;
		return {
			kind: "failed",
			failure: {
				line,
				column,
				source: error.token.getText(),
				reason: reasonOf(originalError),
				detail: originalError.message,
			},
		};
	}
}

function reasonOf(error: Error): string {
	if (error instanceof RenderRefusal) return error.message;
	if (error.message.startsWith("undefined variable"))
		return "there is no such value in the data";
	if (error.message.startsWith("memory alloc limit exceeded"))
		return "it makes too much of the data, in loops or in text; send less";
	return "it does not work with the data's values";
}
