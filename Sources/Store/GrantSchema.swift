extension Schema {
  /// The boxes of grants, found without a look at those of the standing roles.
  static let grantedWraps = """
    CREATE INDEX wrap_grant ON wrap (grant_id) WHERE grant_id <> x'';
    """
}
