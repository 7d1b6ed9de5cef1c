/** In place of what undici has and this server never uses. */
module.exports = function leftOut() {
  throw new Error("this server speaks HTTP/1.1 alone, and to HTTP proxies alone");
};
