// Stands for undici in the bundle: what src/feldera/http uses of it.
const api = require("undici/lib/api");
const Dispatcher = require("undici/lib/dispatcher/dispatcher");

// As undici's own index does.
Object.assign(Dispatcher.prototype, api);

module.exports = {
  Agent: require("undici/lib/dispatcher/agent"),
  get ProxyAgent() {
    return require("undici/lib/dispatcher/proxy-agent");
  },
};
