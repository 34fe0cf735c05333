/**
 * What API Gateway makes of a mapping template and a JSON body, as far as our templates go:
 * `#set`, `#if($body.containsKey('…'))`, `$input.body`, `$input.json('$.…')` and `$util.urlEncode`.
 */
export function mapRequest(template: string, body: string): string {
	const parsed: unknown = JSON.parse(body);
	const fieldOf = (field: string): unknown => Object(parsed)[field];
	return template
		.replace(/#set\(\$body = \$input\.path\('\$'\)\)/, "")
		.replace(
			/#if\(\$body\.containsKey\('(\w+)'\)\)(.*?)#end/g,
			(_all, field: string, inner: string) =>
				fieldOf(field) === undefined ? "" : inner,
		)
		.replace(/\$util\.urlEncode\(\$input\.body\)/, () => urlEncode(body))
		.replace(
			/\$util\.urlEncode\(\$input\.json\('\$\.(\w+)'\)\)/g,
			(_all, field: string) => urlEncode(JSON.stringify(fieldOf(field))),
		);
}

/** Like Java's URLEncoder: a space is a plus. */
function urlEncode(text: string): string {
	return new URLSearchParams({ x: text }).toString().slice(2);
}
