using Guidon.Storage;

namespace Guidon.Server.Management;

/// <summary>One change of what operators wrote, inside of its transaction.</summary>
/// <param name="plane">What is written to.</param>
/// <param name="caller">Who changes it.</param>
/// <param name="uuids">Uuids of new rows.</param>
/// <param name="now">The one time of all rows of this change.</param>
internal sealed class Change(ControlPlane plane, Caller caller, UuidSource uuids, DateTimeOffset now)
{
    private readonly SortedSet<int> _environments = [];

    internal ControlPlane Plane => plane;

    internal Caller Caller => caller;

    internal DateTimeOffset Now => now;

    /// <summary>The environments that SDKs will see changed.</summary>
    internal IReadOnlyCollection<int> Environments => _environments;

    internal Guid NewUuid() => uuids.Next();

    /// <summary>The environment gets a new document and a new time; a change that touches none leaves SDKs alone.</summary>
    internal void Touch(int environmentId) => _environments.Add(environmentId);
}
