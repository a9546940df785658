'use strict';
/** Obtains what the tests run before the first one begins; a component that cannot be had fails the run. */
module.exports = async () => {
  const { fetchCluster } = require('./dist/tools/fetch/cluster.js');
  await fetchCluster();
};
