export type Json =
	| { readonly kind: "json"; readonly value: unknown }
	| { readonly kind: "broken"; readonly sentence: string };

export function readJson(text: string): Json {
	try {
		return { kind: "json", value: JSON.parse(text) };
	} catch (error) {
		return {
			kind: "broken",
			sentence: `it is not JSON: ${error instanceof Error ? error.message : error}`,
		};
	}
}
