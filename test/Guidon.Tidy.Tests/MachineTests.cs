using Guidon.Tidy.Tests.Rules;

namespace Guidon.Tidy.Tests;

public sealed class MachineTests
{
    [Fact]
    public void No_file_holds_a_registry_address() => Expect.Obeyed(MachineRules.Addresses);

    [Fact]
    public void No_file_holds_a_path_of_one_machine() => Expect.Obeyed(MachineRules.Folders);

    [Fact]
    public void No_file_sets_where_packages_come_from() => Expect.Obeyed(MachineRules.PackageSettings);

    [Fact]
    public void A_resolved_address_in_a_lock_file_is_found() =>
        Expect.Finds(MachineRules.Addresses, ("test/sdk/package-lock.json", "\"resolved\": \"https://example.org/flagsmith/-/flagsmith-1.0.0.tgz\""));

    [Theory]
    [InlineData("cd /home/somebody/guidon")]
    [InlineData("var folder = \"C:\\Code\";")]
    public void A_path_of_one_machine_is_found(string text) => Expect.Finds(MachineRules.Folders, ("README.md", text));

    [Theory]
    [InlineData("GET /api/v1/flags/")]
    [InlineData("docs/work/plan.md")]
    [InlineData("https://example.org/home/page")]
    public void An_address_or_a_relative_path_is_accepted(string text) => Expect.Accepts(MachineRules.Folders, ("README.md", text));

    [Fact]
    public void A_settings_file_of_a_package_client_is_found() => Expect.Finds(MachineRules.PackageSettings, ("NuGet.config", ""));
}
