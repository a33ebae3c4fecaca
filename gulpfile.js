/**
 * `npm run workflows`: writes the importable templates `workflows/*.json` from their one source,
 * `workflows/template.ts`. A test proves that the committed files are what this writes.
 */
const { writeFile } = require('node:fs/promises');
const { join } = require('node:path');
const { parallel } = require('gulp');
const { require: requireTs } = require('tsx/cjs/api');

const { workflowFiles } = requireTs('./workflows/template.ts', __filename);

const tasks = workflowFiles().map(({ name, content }) => {
	const task = async () => await writeFile(join(__dirname, 'workflows', name), content);
	return Object.assign(task, { displayName: `workflows/${name}` });
});

exports.workflows = parallel(...tasks);
exports.default = exports.workflows;
