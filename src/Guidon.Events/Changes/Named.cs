namespace Guidon.Events.Changes;

/// <summary>A thing by its id and the name that it had at that moment.</summary>
/// <param name="Id">Its id; 0 in a marked event.</param>
/// <param name="Name">Its name.</param>
public sealed record Named(int Id, string Name);
