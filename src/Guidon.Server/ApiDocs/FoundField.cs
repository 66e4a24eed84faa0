namespace Guidon.Server.ApiDocs;

/// <summary>One field of a body or of a query that an endpoint reads.</summary>
/// <param name="Type">What the endpoint makes of it: the reader's own return type.</param>
/// <param name="IsNeeded">Whether it is an error to leave it out.</param>
internal sealed record FoundField(Type Type, bool IsNeeded);
