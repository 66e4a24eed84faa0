using System.Text;
using Guidon.Events;
using Guidon.Flags;
using Guidon.Server.Access;
using Guidon.Server.Edge;
using Guidon.Server.Management;
using Guidon.Server.Management.Auth;
using Guidon.Server.Management.SecondFactors;
using Guidon.Server.Realtime;
using Guidon.Server.Start;
using Guidon.Server.Tests.Processes;
using Guidon.Storage;
using Guidon.Storage.Model;
using Guidon.Storage.Sqlite;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace Guidon.Server.Tests.Management.Auth;

/// <summary>Between the comparison of a password and the token of the log-in there is time, in which the person may be signed out everywhere.</summary>
public sealed class LoginUnderWayTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("guidon-test-").FullName;
    private readonly SqliteStorage _storage;
    private readonly InstallationSecret _secret;

    public LoginUnderWayTests()
    {
        _storage = SqliteStorage.Open(_folder, TimeProvider.System, NullLoggerFactory.Instance).Storage ?? throw new InvalidOperationException("no storage");
        _secret = InstallationSecret.Open(_folder, isNew: true).Secret ?? throw new InvalidOperationException("no secret");
    }

    public Task InitializeAsync() => FirstStartKeys.RunAsync(
        _storage.ControlPlane, _secret, new BootstrapOptions { AdminEmail = People.AdminEmail, AdminPassword = People.AdminPassword, SampleProject = false }, default);

    public Task DisposeAsync() => _storage.DisposeAsync().AsTask();

    [Fact]
    public async Task A_log_in_under_way_does_not_survive_a_new_password_or_the_end_of_the_account()
    {
        Assert.Equal(200, await LogInAsync(_ => { }));
        Assert.Equal(400, await LogInAsync(user => user.DeactivatedAt = DateTimeOffset.UnixEpoch));
        Assert.Equal(200, await LogInAsync(_ => { }, first: user => user.DeactivatedAt = null));
        Assert.Equal(400, await LogInAsync(user => user.PasswordHash = Passwords.None));
    }

    [Fact]
    public async Task What_needs_the_own_password_needs_the_one_that_holds_when_it_is_done()
    {
        var caller = await _storage.ControlPlane.ReadAsync(plane => Callers.Of(plane, plane.Users.Single()), default);
        var other = Passwords.Hash("another password");
        Assert.Equal(400, await SetPasswordAsync(caller, user => user.PasswordHash = other));
        Assert.Equal(other, await _storage.ControlPlane.ReadAsync(plane => plane.Users.Single().PasswordHash, default));
        Assert.Equal(204, await SetPasswordAsync(caller, _ => { }, "another password"));
    }

    private Task<int> LogInAsync(Action<UserAccount> meanwhile, Action<UserAccount>? first = null) => DoAsync(
        meanwhile,
        first ?? (_ => { }),
        $$"""{"email":"{{People.AdminEmail}}","password":"{{People.AdminPassword}}"}""",
        (http, store, changes, gate) => new Login(store, changes, new Tokens(_secret, new SessionCookie(_secret), new AccessOptions()), new PendingLogins(_secret), gate).InvokeAsync(http));

    private Task<int> SetPasswordAsync(Caller caller, Action<UserAccount> meanwhile, string current = People.AdminPassword) => DoAsync(
        meanwhile,
        _ => { },
        $$"""{"current_password":"{{current}}","new_password":"yet another one"}""",
        (http, store, changes, gate) => new SetPassword(changes, new OwnPassword(store, gate, TimeProvider.System)).InvokeAsync(http, caller));

    private async Task<int> DoAsync(
        Action<UserAccount> meanwhile, Action<UserAccount> first, string body, Func<HttpContext, IControlPlaneStore, ControlPlaneChanges, LoginGate, Task> work)
    {
        await _storage.ControlPlane.WriteAsync(plane => Change(plane, first), default);
        var time = TimeProvider.System;
        var store = new Meddling(_storage.ControlPlane, plane => Change(plane, meanwhile));
        await using var audit = new AuditLog(store, _secret, new EventIdSource(time, new Random(2)), new AppendSignal(), time);
        using var loader = new EnvironmentLoader(
            _storage.Environments, _storage.EventLog, new EnvironmentRegistry(), new EnvironmentKeys(_secret), new RealtimeNews(), NullLogger<EnvironmentLoader>.Instance);
        using var reloads = new EnvironmentReloads(loader, time, NullLogger<EnvironmentReloads>.Instance);
        var changes = new ControlPlaneChanges(store, audit, reloads, new UuidSource(new Random(1)), new EventIdSource(time, new Random(1)), new AppendSignal(), _storage.Identities, time);
        using var gate = new LoginGate(new AccessOptions(), time);
        var http = new DefaultHttpContext();
        http.Request.Method = "POST";
        http.Request.ContentType = "application/json";
        http.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        await work(http, store, changes, gate);
        return http.Response.StatusCode;
    }

    private static int Change(ControlPlane plane, Action<UserAccount> change)
    {
        change(plane.Users.Single());
        return plane.SaveChanges();
    }

    /// <summary>Somebody else writes before each write of the log-in.</summary>
    private sealed class Meddling(IControlPlaneStore inner, Func<ControlPlane, int> before) : IControlPlaneStore
    {
        public async Task<T> WriteAsync<T>(Func<ControlPlane, T> work, CancellationToken cancellation)
        {
            await inner.WriteAsync(before, cancellation);
            return await inner.WriteAsync(work, cancellation);
        }

        public Task<T> WriteTogetherAsync<T>(Func<ControlPlane, T> work, CancellationToken cancellation) => inner.WriteTogetherAsync(work, cancellation);

        public Task<T> AlongsideAsync<TWritten, T>(Func<ValueTask<T>> write, Action<ControlPlane, TWritten> then) => inner.AlongsideAsync(write, then);

        public Task<T> ReadAsync<T>(Func<ControlPlane, T> work, CancellationToken cancellation) => inner.ReadAsync(work, cancellation);

        public ValueTask<DateTimeOffset?> NextVersionAsync(CancellationToken cancellation) => inner.NextVersionAsync(cancellation);

        public ValueTask<bool> IsEmptyAsync(CancellationToken cancellation) => inner.IsEmptyAsync(cancellation);
    }
}
