import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { TABLE } from "../../../core/contract.ts";
import { errorOf } from "./errors.ts";

export type Item = Readonly<Record<string, AttributeValue>>;
interface Conditional {
	readonly ConditionExpression?: string;
	readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
	readonly ExpressionAttributeValues?: Item;
}

/** The state table of DynamoDB: single items, conditions and the sparse index, as far as the project uses them. */
export class Table {
	readonly #items = new Map<string, Item>();
	/** Called at a read that may be seconds old. */
	onStaleRead: (key: string) => void = () => {};
	/** Called at each write. */
	onWrite: (key: string, before: Item | undefined, after: Item) => void =
		() => {};

	get(key: string): Item | undefined {
		return this.#items.get(key);
	}

	read(key: string): Record<string, unknown> | undefined {
		const item = this.get(key);
		return item === undefined ? undefined : unmarshall(item);
	}

	keys(): readonly string[] {
		return [...this.#items.keys()];
	}

	readonly handlers = {
		GetItemCommand: ({
			Key,
			ConsistentRead,
		}: {
			readonly Key: Item;
			readonly ConsistentRead?: boolean;
		}) => {
			if (ConsistentRead !== true) this.onStaleRead(keyOf(Key));
			return { Item: this.get(keyOf(Key)) };
		},
		PutItemCommand: (
			input: { readonly Item: Item } & Conditional,
		): Record<string, never> => {
			const { Item: next } = input;
			this.#write(keyOf(next), next, input);
			return {};
		},
		UpdateItemCommand: (
			input: {
				readonly Key: Item;
				readonly UpdateExpression: string;
			} & Conditional,
		): Record<string, never> => {
			const key = keyOf(input.Key);
			this.#write(
				key,
				updated({ ...this.get(key), ...input.Key }, input),
				input,
			);
			return {};
		},
		BatchGetItemCommand: ({
			RequestItems,
		}: {
			readonly RequestItems: Readonly<
				Record<string, { readonly Keys: readonly Item[] }>
			>;
		}) => ({
			Responses: Object.fromEntries(
				Object.entries(RequestItems).map(([name, { Keys }]) => [
					name,
					Keys.map((key) => this.get(keyOf(key))).filter(
						(item) => item !== undefined,
					),
				]),
			),
		}),
		/** The index of dead letters; all of a cause at once. */
		QueryCommand: ({
			ExpressionAttributeValues = {},
		}: Conditional): { readonly Items: Item[]; readonly Count: number } => {
			const cause = ExpressionAttributeValues[":cause"]?.S;
			const since = Number(ExpressionAttributeValues[":since"]?.N ?? 0);
			const Items = [...this.#items.values()]
				.filter(
					(item) =>
						item[TABLE.deadCause]?.S === cause &&
						Number(item[TABLE.deadAt]?.N) > since,
				)
				.toSorted((a, b) => deadAtOf(a) - deadAtOf(b));
			return { Items, Count: Items.length };
		},
	};

	#write(key: string, next: Item, condition: Conditional): void {
		const before = this.get(key);
		if (!holds(condition, before))
			throw errorOf("ConditionalCheckFailedException");
		this.#items.set(key, next);
		this.onWrite(key, before, next);
	}
}

const keyOf = (item: Item): string => item[TABLE.key]?.S ?? "";
const deadAtOf = (item: Item): number => Number(item[TABLE.deadAt]?.N);

/** Clauses joined by OR, of terms joined by AND. @throws Error for what the project has not used so far. */
function holds(
	{
		ConditionExpression,
		ExpressionAttributeNames: names = {},
		ExpressionAttributeValues: values = {},
	}: Conditional,
	item: Item | undefined,
): boolean {
	if (ConditionExpression === undefined) return true;
	const attributeOf = (name: string) => item?.[names[name] ?? name];
	const term = (text: string): boolean => {
		const [, exists, name = ""] =
			/^attribute_(not_exists|exists)\((\S+)\)$/.exec(text) ?? [];
		if (exists !== undefined)
			return (attributeOf(name) !== undefined) === (exists === "exists");
		const [, left = "", operator, right = ""] =
			/^(\S+) (=|<>|<=) (:\S+)$/.exec(text) ?? [];
		const [a, b] = [attributeOf(left), values[right]];
		switch (operator) {
			case "=":
				return scalarOf(a) === scalarOf(b);
			case "<>":
				return scalarOf(a) !== scalarOf(b);
			case "<=":
				return a !== undefined && Number(scalarOf(a)) <= Number(scalarOf(b));
			default:
				throw new Error(`no condition of the simulated table: ${text}`);
		}
	};
	return ConditionExpression.split(" OR ").some((clause) =>
		clause.split(" AND ").every(term),
	);
}

function scalarOf(value: AttributeValue | undefined): string | undefined {
	return value?.S ?? value?.N;
}

function updated(
	item: Item,
	{
		UpdateExpression,
		ExpressionAttributeNames: names = {},
		ExpressionAttributeValues: values = {},
	}: { readonly UpdateExpression: string } & Conditional,
): Item {
	const [, set = "", remove = ""] =
		/^(?:SET (.*?))?\s*(?:REMOVE (.*))?$/.exec(UpdateExpression) ?? [];
	const next: Record<string, AttributeValue> = { ...item };
	for (const part of set.split(", ").filter(Boolean)) {
		const [name = "", value = ""] = part.trim().split(" = ");
		const given = values[value];
		if (given !== undefined) next[names[name] ?? name] = given;
	}
	for (const name of remove.split(", ").filter(Boolean))
		delete next[names[name.trim()] ?? name.trim()];
	return next;
}
