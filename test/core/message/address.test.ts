import { describe, expect, test } from "vitest";
import {
	addressFault,
	maskAddress,
	withoutQuotes,
	withQuotes,
} from "../../../core/message/address.ts";

describe("addressFault()", () => {
	test.each([
		"ann@example.com",
		"o'neil+tag@sub.example.co.uk",
		"ann@bücher.example",
		"用户@例子.example",
		".taro@ezweb.example.com",
		"taro..tokyo@docomo.example.com",
		"taro.@docomo.example.com",
		'"taro..tokyo"@docomo.example.com',
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
		"g: a@b.example;",
		'"a b"@c.example',
		'""@c.example',
		'"a"b@c.example',
		'"a\\"@c.example',
		"a@b..example",
		`${"x".repeat(65)}@b.example`,
	])("refuses %j", (address) => {
		expect(addressFault(address)).toBeTypeOf("string");
	});

	test.each([
		["taro..tokyo@docomo.example", '"taro..tokyo"@docomo.example'],
		[".taro@ezweb.example", '".taro"@ezweb.example'],
		["taro.@ezweb.example", '"taro."@ezweb.example'],
		["ann.smith@example.com", "ann.smith@example.com"],
		["用户@例子.example", "用户@例子.example"],
	])("of %s is none; SMTP gets %s", (address, quoted) => {
		expect(withQuotes(address)).toBe(quoted);
		expect(withoutQuotes(quoted)).toBe(address);
	});

	test("is followed by a mask that keeps the domain", () => {
		expect(maskAddress("ann@example.com")).toBe("a***@example.com");
	});
});
