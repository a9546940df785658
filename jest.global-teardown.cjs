'use strict';
/** Stops the Elasticsearch nodes that test files shared; without it they end a few seconds after jest, by themselves. */
module.exports = async () => {
  const { stopSharedNodes } = require('./dist/test/support/elasticsearch-shared.js');
  await stopSharedNodes();
};
