import { expect, test } from "vitest";
import { faultOfFormat, ITEM_FORMAT } from "../../core/item-format.ts";

test.each<[object, boolean]>([
	[{ v: ITEM_FORMAT }, false],
	[{}, false],
	[{ v: ITEM_FORMAT + 1 }, true],
])("an item %j is left alone: %s", (item, isLeft) => {
	expect(faultOfFormat(item) !== undefined).toBe(isLeft);
});
