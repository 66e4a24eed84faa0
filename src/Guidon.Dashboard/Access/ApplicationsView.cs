using Guidon.Contracts;

namespace Guidon.Dashboard.Access;

/// <summary>The applications that act in the name of who looks.</summary>
/// <param name="Applications">Newest first.</param>
public sealed record ApplicationsView(IReadOnlyList<ConnectedApplication> Applications);
