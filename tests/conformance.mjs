// Validates HTML files against the standard: reads `[path]`, writes `[{path, line, rule, message}]`.
import { readFileSync } from "node:fs";
import { HtmlValidate } from "html-validate";

const checker = new HtmlValidate({ extends: ["html-validate:standard"] });
const found = [];
for (const path of JSON.parse(readFileSync(0, "utf8"))) {
  const { results } = await checker.validateString(readFileSync(path, "utf8"), path);
  for (const { messages } of results) {
    for (const { line, ruleId, message, selector } of messages) found.push({ path, line, rule: ruleId, message, selector });
  }
}
process.stdout.write(JSON.stringify(found));
