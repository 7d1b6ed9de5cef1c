/** In place of what a library has and this server never uses. */
module.exports = function leftOut() {
  throw new Error(
    "this server speaks HTTP/1.1 alone, to HTTP proxies alone, sends texts, and its measures have no exemplars",
  );
};
