using Guidon.Server.Edge;
using Guidon.Storage;

namespace Guidon.Server.Management.Retention;

/// <summary>The URLs below <c>/api/guidon/v1/</c> that say how long what is kept, and take an identity out of it. Edges have them too: their log is their own.</summary>
internal sealed record RetentionRoutes
{
    private const string Root = "/api/guidon/v1/";
    private const string Environment = Root + "environments/{environment}/";

    internal required EraseIdentity Erase { get; init; }

    internal required GetEventPolicy GetPolicy { get; init; }

    internal required SetEventPolicy SetPolicy { get; init; }

    internal required ListRetentionDecisions Decisions { get; init; }

    internal static RetentionRoutes Of(
        IStorage storage, CapturePolicies policies, EnvironmentReloads reloads, DestinationChanges changes, AuditLog audit, TimeProvider time, ILoggerFactory loggers)
    {
        var own = new OwnEnvironments(storage.ControlPlane);
        return new RetentionRoutes
        {
            Erase = new EraseIdentity(own, storage.Erasures, storage.ControlPlane, reloads, changes, audit, time, loggers.CreateLogger<EraseIdentity>()),
            GetPolicy = new GetEventPolicy(own, storage.Retention),
            SetPolicy = new SetEventPolicy(own, storage.Retention, policies, audit),
            Decisions = new ListRetentionDecisions(storage.Retention),
        };
    }

    internal void Map(WebApplication app, ManagementAccess management)
    {
        Map(Root + "retention-decisions", new MethodTable { Get = management.Require(Permission.Admin, Decisions.InvokeAsync) });
        Map(Environment + "retention", new MethodTable { Get = management.Require(Permission.View, GetPolicy.InvokeAsync), Put = management.Require(Permission.Admin, SetPolicy.InvokeAsync) });
        Map(Environment + "identities/{identifier}", new MethodTable { Delete = management.Require(EnvironmentPermission.ManageIdentities, Erase.InvokeAsync) });

        void Map(string path, MethodTable methods) => methods.Map(app, path);
    }
}
