import { describe, expect, test } from "vitest";
import { addressFault, maskAddress } from "../../../core/message/address.ts";

describe("addressFault()", () => {
	test.each([
		"ann@example.com",
		"o'neil+tag@sub.example.co.uk",
		"ann@bücher.example",
		"用户@例子.example",
	])("allows %s", (address) => {
		expect(addressFault(address)).toBeUndefined();
	});

	test.each([
		"",
		"ann",
		"@example.com",
		"ann@",
		"a@b@c.example",
		"a b@c.example",
		"a@b",
		"a@-b.example",
		".a@b.example",
		"a..b@c.example",
		"g: a@b.example;",
		"a@b..example",
		`${"x".repeat(65)}@b.example`,
	])("refuses %j", (address) => {
		expect(addressFault(address)).toBeTypeOf("string");
	});

	test("is followed by a mask that keeps the domain", () => {
		expect(maskAddress("ann@example.com")).toBe("a***@example.com");
	});
});
