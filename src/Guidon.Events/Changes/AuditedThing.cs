namespace Guidon.Events.Changes;

/// <summary>What an audit record is about, when that is neither a feature, a state nor a segment.</summary>
/// <param name="Type">As records call it: <c>ENVIRONMENT</c>, <c>TAG</c>.</param>
/// <param name="Id">Its id, if it has one.</param>
/// <param name="Uuid">Its uuid, if it has one.</param>
public sealed record AuditedThing(string Type, int? Id, Guid? Uuid);
