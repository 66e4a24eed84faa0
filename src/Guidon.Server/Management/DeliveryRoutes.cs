using Guidon.Delivery.Replays;
using Guidon.Server.Management.Alerts;
using Guidon.Server.Management.Parking;
using Guidon.Server.Management.Replays;
using Guidon.Server.Management.Status;

namespace Guidon.Server.Management;

/// <summary>The URLs below <c>/api/guidon/v1/</c> that look after deliveries. All need an administrator of the organisation.</summary>
internal sealed record DeliveryRoutes
{
    private const string Root = "/api/guidon/v1/";

    internal required ParkedEndpoints Parked { get; init; }

    internal required ReplayEndpoints Replays { get; init; }

    internal required ListAttempts Attempts { get; init; }

    internal required GetStatus Status { get; init; }

    internal required AlertEndpoints Alerts { get; init; }

    internal void Map(WebApplication app, ManagementAccess management)
    {
        Get("status", Status.InvokeAsync);
        Get("alerts", Alerts.ListAsync);
        Get("alerts/{id}", Alerts.GetAsync);
        Post("alerts/{id}/silence", Alerts.SilenceAsync);
        Post("alerts/{id}/acknowledge", Alerts.AcknowledgeAsync);
        Get("attempts", Attempts.InvokeAsync);
        Get("parked", Parked.ListAsync);
        Get("parked/export", Parked.ExportAsync);
        Post("parked/retry", Parked.RetryAllAsync);
        Post("parked/cancel", Parked.CancelAllAsync);
        Get("parked/{id}", Parked.GetAsync);
        Post("parked/{id}/retry", Parked.RetryAsync);
        Post("parked/{id}/cancel", Parked.CancelAsync);
        Map("replays", new MethodTable { Get = management.Require(Permission.Admin, Replays.ListAsync), Post = management.Require(Permission.Admin, Replays.PostAsync) });
        Get("replays/{id}", Replays.GetAsync);
        Get("replays/{id}/report", Replays.ReportAsync);
        Post("replays/{id}/pause", Replays.Set(ReplayState.Paused));
        Post("replays/{id}/resume", Replays.Set(ReplayState.Running));
        Post("replays/{id}/cancel", Replays.Set(ReplayState.Cancelled));

        void Get(string path, Func<HttpContext, Caller, Task> endpoint) => Map(path, new MethodTable { Get = management.Require(Permission.Admin, endpoint) });
        void Post(string path, Func<HttpContext, Caller, Task> endpoint) => Map(path, new MethodTable { Post = management.Require(Permission.Admin, endpoint) });
        void Map(string path, MethodTable methods) => methods.Map(app, Root + path);
    }
}
