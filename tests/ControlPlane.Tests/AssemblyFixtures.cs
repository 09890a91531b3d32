using Fleet.TestKit;

[assembly: AssemblyFixture(typeof(TestPostgres))]
