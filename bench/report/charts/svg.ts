/** Charts are text: a few functions that write SVG, and one look for all, light and dark. */

export const WIDTH = 720;
const LONGEST = 160;

const STYLE = `
svg { --page: #ffffff; --ink: #1f2328; --soft: #59636e; --grid: #d1d9e0; --ours: #0969da; --other: #8c959f; --bad: #cf222e; --badback: #ffebe9; }
@media (prefers-color-scheme: dark) { svg { --page: #0d1117; --ink: #f0f6fc; --soft: #9198a1; --grid: #3d444d; --ours: #4493f8; --other: #7d8590; --bad: #ff7b72; --badback: #3c1618; } }
text { font: 12px system-ui, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif; fill: var(--ink); }
.title { font-size: 15px; font-weight: 600; } .panel, .strong { font-weight: 600; } .soft { fill: var(--soft); } .bad { fill: var(--bad); font-weight: 600; } .oursink { fill: var(--ours); font-weight: 600; }
.page { fill: var(--page); } .ours { fill: var(--ours); } .other { fill: var(--other); } .badback { fill: var(--badback); }
.grid { stroke: var(--grid); } .axis { stroke: var(--soft); } .whisker { stroke: var(--ink); stroke-width: 1.5; } .mark { stroke: var(--ink); stroke-dasharray: 4 3; }
.line { fill: none; stroke-width: 2; stroke: var(--other); stroke-dasharray: 6 3; } .line.oursline { stroke: var(--ours); stroke-dasharray: none; }
`;

type Attributes = Readonly<Record<string, string | number | undefined>>;

/** Children are SVG already; only attributes are escaped here. */
export function element(
	name: string,
	attributes: Attributes,
	...children: readonly string[]
): string {
	const written = Object.entries(attributes)
		.filter(([, value]) => value !== undefined)
		.map(([key, value]) => ` ${key}="${escaped(rounded(value))}"`)
		.join("");
	return children.length === 0
		? `<${name}${written}/>`
		: `<${name}${written}>${children.join("")}</${name}>`;
}

export interface Words {
	readonly anchor?: "start" | "middle" | "end";
	readonly look?: string;
}

/** Text, whoever wrote it: it is cut, and no markup. */
export function words(
	x: number,
	y: number,
	text: string,
	{ anchor, look }: Words = {},
): string {
	return element(
		"text",
		{ x, y, "text-anchor": anchor, class: look },
		escaped(text),
	);
}

export function line(
	[x1, y1]: readonly [number, number],
	[x2, y2]: readonly [number, number],
	look: string,
): string {
	return element("line", { x1, y1, x2, y2, class: look });
}

export interface Box {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
}

export const box = ({ x, y, width, height }: Box, look: string): string =>
	element("rect", { x, y, width, height, class: look });

export function chart(
	title: string,
	height: number,
	parts: readonly string[],
): string {
	const svg = element(
		"svg",
		{
			xmlns: "http://www.w3.org/2000/svg",
			width: WIDTH,
			height,
			viewBox: `0 0 ${WIDTH} ${height}`,
			role: "img",
		},
		element("title", {}, escaped(title)),
		element("style", {}, STYLE),
		`\n${box({ x: 0, y: 0, width: WIDTH, height }, "page")}\n`,
		words(16, 26, title, { look: "title" }),
		`\n${parts.join("\n")}\n`,
	);
	return `${svg}\n`;
}

const rounded = (value: string | number | undefined): string =>
	typeof value === "number"
		? String(Math.round(value * 10) / 10)
		: String(value);

const ENTITIES: Readonly<Record<string, string>> = {
	"&": "&amp;",
	"<": "&lt;",
	">": "&gt;",
	'"': "&quot;",
};

/** XML allows neither controls nor lone surrogates, escaped or not. */
function escaped(text: string): string {
	return text
		.slice(0, LONGEST)
		.replace(/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu, " ")
		.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? "");
}
