/** In place of undici's client of SOCKS proxies, whose addresses the configuration refuses. */
module.exports = class Socks5ProxyAgent {
  constructor() {
    throw new Error("this server has no client of SOCKS proxies");
  }
};
