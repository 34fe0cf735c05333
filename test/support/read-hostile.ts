import { asking, read } from "./understanding.ts";

const many = (entry: string) =>
	`[${Array.from({ length: Math.floor(1_000_000 / (entry.length + 1)) }, () => entry).join()}]`;
const names = () =>
	`{${Array.from({ length: 80_000 }, (_, index) => `"@${index}":1`).join()}}`;
const message = (field: string, value: string) =>
	`{"to":"a@b.example","subject":"x","text":"y","${field}":${value}}`;
const event = (fields: string) =>
	`{"version":"0","id":"17793124-05d4-b198-2fde-7ededc63b103","detail-type":"x","source":"shop","account":"123456789012","time":"2026-11-25T08:00:00Z","region":"eu-west-1",${fields}}`;

const BODIES: Readonly<Record<string, () => string>> = {
	to: () => message("to", many('""')),
	attachments: () => message("attachments", many("{}")),
	references: () => message("references", many("1")),
	headers: () => message("headers", names()),
	tags: () => message("tags", names()),
	Records: () => `{"Records":${many("{}")}}`,
	resources: () => event(`"resources":${many("0")},"detail":{}`),
	"unknown-fields": () => names(),
	"left-angles": () => message("to", JSON.stringify("<".repeat(1_000_000))),
	quoted: () => JSON.stringify("x".repeat(1_000_000)),
	"long-file": () =>
		message(
			"attachments",
			`[{"filename":"a.bin","content":"${"A".repeat(20_000_000)}"}]`,
		),
	"long-event": () =>
		event(`"resources":[],"detail":{"text":"${"x".repeat(12_000_000)}"}`),
};

const [, , kind = ""] = process.argv;
const { kind: result } = read(
	BODIES[kind]?.() ?? "",
	asking({ defaultRoute: { to: "a@b.example" } }),
);
console.log(result);
