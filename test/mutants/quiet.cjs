/** Tells nobody anything: who has asked for the tests gets their results. */
module.exports = class Quiet {};
