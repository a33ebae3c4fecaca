/**
 * `npm run map`: draws the map in CONTRIBUTING.md. `npm run workflows`: writes the importable templates
 * `workflows/*.json` from their one source, `workflows/template.ts`. Tests prove that the committed files
 * are what these write.
 */
const { readFile, writeFile } = require('node:fs/promises');
const { join } = require('node:path');
const { parallel } = require('gulp');
const { require: requireTs } = require('tsx/cjs/api');

const { workflowFiles } = requireTs('./workflows/template.ts', __filename);

const tasks = workflowFiles().map(({ name, content }) => {
	const task = async () => await writeFile(join(__dirname, 'workflows', name), content);
	return Object.assign(task, { displayName: `workflows/${name}` });
});

exports.map = async function map() {
	const { withMap } = requireTs('./scripts/map.mts', __filename);
	const file = join(__dirname, 'CONTRIBUTING.md');
	await writeFile(file, withMap(await readFile(file, 'utf8')));
};
exports.workflows = parallel(...tasks);
exports.default = exports.workflows;
