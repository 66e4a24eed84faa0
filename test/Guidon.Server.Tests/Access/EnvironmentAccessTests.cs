using Guidon.Doubles;
using Guidon.Flags;
using Guidon.Flags.Documents;
using Guidon.Server.Access;
using Guidon.Server.Edge;
using Microsoft.AspNetCore.Http;

namespace Guidon.Server.Tests.Access;

/// <summary>Keys whose time passes while the server runs.</summary>
public sealed class EnvironmentAccessTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 24, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    [Trait("Row", "9")]
    public async Task A_key_is_refused_from_the_moment_of_its_expiry()
    {
        var folder = Directory.CreateTempSubdirectory("guidon-test-").FullName;
        var secret = InstallationSecret.Open(folder, isNew: true).Secret ?? throw new InvalidOperationException("no secret");
        var keys = new EnvironmentKeys(secret);
        keys.Publish([(new EnvironmentState(Environment()), [new StoredServerKey(secret.Hash("ser.key"), true, s_now.AddMinutes(1))])]);
        var clock = new FakeClock(s_now);
        using var metrics = new EdgeMetrics();
        var access = new EnvironmentAccess(keys, metrics, clock);

        Assert.Equal(200, await StatusAsync());
        clock.Advance(TimeSpan.FromSeconds(59.999));
        Assert.Equal(200, await StatusAsync());
        clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(403, await StatusAsync());

        async Task<int> StatusAsync()
        {
            var http = new DefaultHttpContext();
            http.Request.Headers["X-Environment-Key"] = "ser.key";
            await access.ServerSide((_, _) => Task.CompletedTask).InvokeAsync(http);
            return http.Response.StatusCode;
        }
    }

    private static LiveEnvironment Environment()
    {
        var document = new EnvironmentDocument
        {
            Id = 1,
            ApiKey = "client",
            Name = "Development",
            UpdatedAt = s_now,
            Project = new ProjectDocument { Id = 1, Name = "Shop", Organisation = new OrganisationDocument { Id = 1, Name = "Acme" } },
        };
        return new LiveEnvironment(1, document, "{}"u8.ToArray(), DocumentCompiler.Compile(document), flagTableId: 1);
    }
}
