namespace Guidon.Flags;

/// <summary>The environment document (v1 schema) as written; see section 3.1 of the protocol notes.</summary>
public sealed record EnvironmentDocument;
