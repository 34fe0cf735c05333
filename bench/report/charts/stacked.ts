const TOP = 44;

/** Panels one below the other. */
export function stacked<Panel>(
	panels: readonly Panel[],
	draw: (panel: Panel, top: number) => string,
	heightOf: (panel: Panel) => number,
): { readonly parts: readonly string[]; readonly height: number } {
	let top = TOP;
	const parts = panels.map((panel) => {
		const drawn = draw(panel, top);
		top += heightOf(panel);
		return drawn;
	});
	return { parts, height: top };
}
