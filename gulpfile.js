/**
 * `npm run map`: draws the map in CONTRIBUTING.md. `npm run previews`: writes the previews of what the
 * nodes return, `nodes/*\/__schema__`, from what they return. `npm run workflows`: writes the importable
 * templates `workflows/*.json` from their one source, `workflows/template.ts`. Tests prove that the
 * committed files are what these write.
 */
const { mkdir, readFile, writeFile } = require('node:fs/promises');
const { dirname, join } = require('node:path');
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
exports.previews = async function previews() {
	const files = requireTs('./test/previews/files.mts', __filename);
	for (const [path, schema] of Object.entries(await files.previews())) {
		await mkdir(join(__dirname, dirname(path)), { recursive: true });
		await writeFile(join(__dirname, path), files.contentOf(schema));
	}
};
exports.workflows = parallel(...tasks);
exports.default = exports.workflows;
